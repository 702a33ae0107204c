"""The allow-list: what may stand in an article, in one place.

Two steps read it: ``structure`` brings a text into this shape, ``sanitize`` then
removes whatever is not in it. To allow a tag, name it here, say in ``structure``
where it may stand, and give it a line in docs/rooms/rendering.md.
"""


def names(text: str) -> frozenset[str]:
    """Make a set of the words in a text."""
    return frozenset(text.split())


# Which tags survive. No svg, math, script, style, iframe, form or object.
VOID = names("br wbr img hr source")
INLINE = names(
    """
    a abbr audio b bdi bdo cite code del dfn em i ins kbd mark picture q rp rt ruby s
    samp small span strong sub sup time u var video br wbr img
    """
)
HEADINGS = names("h1 h2 h3 h4 h5 h6")
BLOCKS = HEADINGS | names("p div aside blockquote pre hr ul ol dl table figure details")
# Each may stand only in the parents named.
CHILDREN = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "summary": {"details"},
    "source": {"audio", "video", "picture"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "th": {"tr"},
    "td": {"tr"},
}
TAGS = INLINE | BLOCKS | CHILDREN.keys()

# Tags with another name here; their text and place stay.
RENAMED = {
    "dir": "ul",
    "menu": "ul",
    "listing": "pre",
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
    "big": "span",
    "font": "span",
} | dict.fromkeys(
    names(
        """
        address article center fieldset footer form header hgroup main nav section
        """
    ),
    "div",
)
# Removed with what is in them: none of it is text that a reader would see.
INVISIBLE = names("script style title iframe noembed noframes template")
# Foreign content and noscript, which the parser would drop with the text in them.
# Without these tags the text stands like any other, and is judged like any other.
DISSOLVED = names(
    """
    abs and animate annotation annotation-xml apply approx arccos arccosh arccot
    arccoth arccsc arccsch arcsec arcsech arcsin arcsinh arctan arctanh arg bind
    bvar card cartesianproduct cbytes ceiling cerror ci circle cn codomain complexes
    compose condition conjugate cos cosh cot coth cs csc csch csymbol curl declare
    defs degree desc determinant diff discard divergence divide domain
    domainofapplication ellipse emptyset eq equivalent eulergamma exists exp
    exponentiale factorial factorof false filter floor fn forall g gcd geq grad gt
    ident imaginary imaginaryi implies in infinity int integers intersect interval
    inverse lambda laplacian lcm leq limit line list ln log logbase lowlimit lt
    maction maligngroup malignmark marker mask math matrix matrixrow max mean median
    menclose merror metadata mfenced mfrac mglyph mi min minus mlabeledtr mlongdiv
    mmultiscripts mn mo mode moment momentabout mover mpadded mpath mphantom
    mprescripts mroot mrow ms mscarries mscarry msgroup msline mspace msqrt msrow
    mstack mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
    naturalnumbers neq none noscript not notanumber notin notprsubset notsubset or
    otherwise outerproduct partialdiff path pattern pi piece piecewise plus polygon
    polyline power primes product prsubset quotient rationals real reals rect reln
    rem root scalarproduct sdev sec sech selector semantics sep set setdiff share
    sin sinh stop subset sum svg switch symbol tan tanh tendsto text times transpose
    true tspan union uplimit use variance vector vectorproduct view xor
    """
)

EVERYWHERE = frozenset({"id", "class", "title", "lang", "dir"})
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": names("src alt width height loading decoding"),
    "div": {"tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "details": {"open"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "poster", "width", "height"},
    "source": {"src", "type", "srcset", "sizes"},
}
# What a source writes that becomes a class or another attribute, or moves an address.
READ_EVERYWHERE = EVERYWHERE | {"style", "align", "name"}
READ = {"img": ("data-src", "data-original", "data-lazy-src")}

# An id of a text never meets an id of the page, a form field or a DOM property.
ID_PREFIX = "s-"

CLASSES = names(
    # From declarations and attributes that carry meaning.
    """
    text-center text-right float-left float-right
    bold italic underline line-through
    """
    # Of Markdown's extensions.
    """
    footnote footnote-ref footnote-backref task task-box
    admonition admonition-title note tip warning danger important caution info
    """
    # Of the site's own figures, asides, headings and wide tables.
    """
    pullquote aside gallery credit wide embed anchor scroll
    """
    # Where a recording is: the style sheet names the provider.
    """
    youtube bilibili vimeo x-post youku tencent ted soundcloud spotify
    """
    # Of highlighted code: comment, deleted, function, inserted, keyword, number,
    # string, tag or attribute, type or builtin.
    """
    hl-c hl-d hl-f hl-i hl-k hl-n hl-s hl-a hl-t
    """
)
LANGUAGE_CLASS = r"language-[A-Za-z0-9_+#-]{1,30}"
LINK_TYPES = frozenset({"noopener", "noreferrer", "nofollow", "ugc", "sponsored"})
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What ``find_link`` and ``find_picture`` may be asked about beside ordinary addresses.
INTERNAL_SCHEMES = frozenset({"article", "image"})
RESOURCE_SCHEMES = frozenset({"http", "https"})
