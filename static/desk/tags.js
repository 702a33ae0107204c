"use strict";
// A line of tags becomes select2 with completion; the line itself is what is sent.
{
  const $ = django.jQuery;
  const separators = /[,，、;；\n]+/;
  const split = (text) => text.split(separators).map((one) => one.trim()).filter(Boolean);

  for (const input of document.querySelectorAll("input.desk-tags")) {
    const select = document.createElement("select");
    select.multiple = true;
    select.title = input.labels[0]?.textContent.trim() || input.name;
    for (const name of split(input.value)) select.add(new Option(name, name, true, true));
    input.after(select);
    input.type = "hidden";
    $(select).select2({
      theme: "admin-autocomplete",
      width: "100%",
      tags: true,
      tokenSeparators: [",", "，", "、", ";", "；"],
      minimumInputLength: 1,
      ajax: { url: input.dataset.suggest, dataType: "json", delay: 150 },
      insertTag: (found, typed) => found.push(typed),
    });
    $(select).on("change", () => {
      input.value = $(select).val().join("，");
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const search = select.nextElementSibling.querySelector(".select2-search__field");
    search?.setAttribute("aria-label", select.title);
  }
}
