"""What a clipboard holds after copying from elsewhere, written by hand in their manner."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal {mso-style-parent:""; margin:0cm; font-size:10.5pt;}</style></head><body>
<!--StartFragment--><h1 style='mso-outline-level:1'><span lang=EN-US>渡轮复航<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-family:宋体'>　　第一班船<b style='mso-bidi-font-weight:normal'>清晨</b>离港，<i>无人</i>缺席。</span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>检票</p>
<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>登船</p>
<p class=MsoNormal><img width=553 src="file:///C:/Users/msohtmlclip1/01/clip_image002.jpg"></p>
<!--EndFragment--></body></html>"""
WORD_TEXT = "## 渡轮复航\n\n第一班船**清晨**离港，*无人*缺席。\n\n1. 检票\n2. 登船"

WECHAT = """<section style="box-sizing: border-box;font-size: 16px;" data-tool="editor"><section style="margin: 10px 0;">
<p style="text-indent: 2em;line-height: 1.75em;"><span style="color: rgb(62, 62, 62);font-weight: 700;" leaf="">码头上</span><span leaf="">的人越来越多。</span></p>
</section><section><p style="text-align: center;"><img class="rich_pages" data-src="https://pictures.example/mmbiz/quay?wx_fmt=png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="图片"></p></section>
<mp-common-profile data-nickname="某号"></mp-common-profile><p><br></p><section><span leaf="">他们等了三年。</span></section>
<p style="display:none;">看不见的字</p></section>"""
WECHAT_TEXT = (
    "**码头上**的人越来越多。\n\n![](https://pictures.example/mmbiz/quay?wx_fmt=png)"
    "\n\n他们等了三年。"
)

DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f0a"><h2 dir="ltr"><span style="font-size:16pt;font-weight:700;">The first ferry</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;font-style:normal;">It left </span><span style="font-weight:700;">on time</span><span style="font-weight:400;">, see </span><a href="https://www.google.com/url?q=https://port.example/plan&amp;sa=D"><span style="text-decoration:underline;color:#1155cc;">the plan</span></a><span>.</span></p>
<ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>books</span></p></li><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-style:italic;">readers</span></p></li></ul></b>"""
DOCS_TEXT = (
    "## The first ferry\n\nIt left **on time**, see [the plan](https://port.example/plan)."
    "\n\n- books\n- *readers*"
)

MARKDOWN = """\

# 一级  ##

段落一，**“创新”**是，*a*_b_ 与 `co``de`，[词](article:1b4e28ba-2fa1-11d2-883f-0016d3cca427 "题")。
第二行\x20\x20
硬换行<br>又一行 &amp; &nbsp; <sub>2</sub> \\* 1 * 2 [参考][甲] 脚注[^注]

* 一
*   二
    接着

  另一段
- 三

1) 甲
2) 乙
   - 丙


> 引用
继续

::: gallery 摄影：何语
![码头](image:1b4e28ba-2fa1-11d2-883f-0016d3cca427 "早 | 何")
![集市](image:1b4e28ba-2fa1-11d2-883f-0016d3cca428)
:::

![图](https://pictures.example/a.png){: .wide}

要改的段落。

#没有空格的标题
***粗斜** 斜*，*外 **内** 外*，删~~去~~的，2*3*4 * 5，_斜_

| 甲|乙 |
|--|:-:|
|1 | **2**|

```python hl_lines="1"
print("x")
```

术语
:   解释

<details><summary>更多</summary>

里面 **不动**

</details>

[甲]: https://a.example/
[^注]: 说明
    第二段

*[GDP]: 国内生产总值
<!-- more -->
- [x] 做了
\t制表
***

最后一行没有换行"""

HTML = """<div class="article_content" id=main>
<p style="text-indent: 2em" align='justify'>　　第一段 <font color=red>红</font><br/>
又一行&nbsp;&hellip; <b><i>粗斜</i></b></P>

<P>要改的段落。</p><p>没有闭合
<ul class=x><li>一<li><p>二</p>
</ul>
<center><img src="https://pictures.example/a.jpg" width=600 /></center>
<table border=1><tr><td colspan=2>甲</td></tr></table>
<!-- 注释 --> 散落的字 <span>与</span>标签
<iframe src="https://player.bilibili.com/player.html?bvid=BV1xx411c7mD"></iframe>
<h3 id=s>标题</h3><pre><code class="language-js">a &lt; b
  c</code></pre>
</div>
<b><p>错位</b></p>
尾巴"""

COUNTED = """## 渡轮 Ferry

第一班船在*清晨*六点**离港**，12,000 人与 don't-miss 的乘客。
下一行 [链接](https://a.example/ "题")。脚注[^1]

- 一
- two words

| 甲 | B |
|---|---|
| 1 | 二 |

```python
print("开航")
```

[^1]: 说明
"""
