/**
 * What the pages do on top where scripts run: copy, download and print buttons, local time, and the press of the one
 * button that sends a form on after a code. Everything works without. It holds no sentence of its own (they stand in the page) and changes no field.
 */
export const script = String.raw`"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  const textOf = (id, compact) => {
    const element = document.getElementById(id);
    const items = element.querySelectorAll("li");
    const lines = items.length > 0 ? Array.from(items) : [element];
    const text = lines.map((line) => line.textContent.trim()).join("\n");
    return compact ? text.replace(/\s+/g, "") : text;
  };

  const select = (id) => {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(id));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  // Emptied first: a live region that is set to the words it already has says nothing.
  const tell = (button, sentence) => {
    const status = button.closest("[data-sf-tools]").querySelector("[role=status]");
    status.textContent = "";
    setTimeout(() => { status.textContent = sentence; }, 50);
  };

  all("[data-sf-tools]").forEach((tools) => { tools.hidden = false; });

  all("[data-sf-copy]").forEach((button) => {
    const { sfCopy, sfDone, sfFailed, sfCompact } = button.dataset;
    const failed = () => { select(sfCopy); tell(button, sfFailed); };
    button.addEventListener("click", () => {
      if (!navigator.clipboard) return failed();
      navigator.clipboard.writeText(textOf(sfCopy, sfCompact !== undefined))
        .then(() => tell(button, sfDone), failed);
    });
  });

  all("[data-sf-download]").forEach((button) => {
    const { sfDownload, sfTitle, sfNote, sfFile } = button.dataset;
    button.addEventListener("click", () => {
      const text = [sfTitle, sfNote, "", textOf(sfDownload), ""].join("\r\n").replace(/\r?\n/g, "\r\n");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
      link.download = sfFile;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  });

  all("[data-sf-print]").forEach((button) => button.addEventListener("click", () => print()));

  // The page that carries the form on is replaced in the history: going back leads to before it.
  all("[data-sf-continue] button").forEach((button) => button.click());

  const styles = {
    date: { dateStyle: "long" },
    time: { timeStyle: "short" },
    datetime: { dateStyle: "long", timeStyle: "short" },
  };
  all("time[data-sf-time]").forEach((time) => {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, styles[time.dataset.sfTime]);
    time.textContent = format.format(new Date(time.dateTime));
  });
})();
`;
