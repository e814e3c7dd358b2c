/* Sheet and log: beside the table on a wide screen, over it on a narrow one. */

export class Tabs {
  constructor(root) {
    this.root = root;
    this.opened = () => {}; // hears which one is looked at
    this.buttons = [...root.querySelectorAll("[data-tab]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.toggle(button.dataset.tab));
  }

  toggle(name) {
    if (this.root.dataset.panel === name) this.close();
    else this.open(name);
  }

  open(name) {
    this.root.dataset.panel = name;
    for (const button of this.buttons) button.setAttribute("aria-expanded", String(button.dataset.tab === name));
    const panels = this.root.querySelector(".panels");
    panels.scrollTop = name === "log" ? panels.scrollHeight : 0;
    this.opened(name);
  }

  close() {
    delete this.root.dataset.panel;
    for (const button of this.buttons) button.setAttribute("aria-expanded", "false");
  }
}
