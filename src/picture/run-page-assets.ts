// The page's own style and script, as texts: the page holds them, nothing else reads them.

export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper:#fff; --ink:#1d2939; --soft:#667085; --rule:#e4e7ec; --well:#f6f7f9;
  --succeeded:#2f9e56; --failed:#cf3b3b; --skipped:#98a2b3; --omitted:#d28a1c; --running:#3b77d8 }
@media (prefers-color-scheme: dark) { :root { --paper:#0f1420; --ink:#eaecf0; --soft:#98a2b3; --rule:#2a3244; --well:#171d2b } }
* { box-sizing:border-box } body { margin:0; padding:24px; background:var(--paper); color:var(--ink); font:14px/1.5 system-ui,sans-serif }
h1 { font-size:20px; margin:0 0 12px } h3 { font-size:12px; margin:14px 0 4px; color:var(--soft); text-transform:uppercase; letter-spacing:.04em }
.phase { font-size:12px; padding:2px 8px; border-radius:10px; color:#fff; vertical-align:3px }
dl { display:flex; flex-wrap:wrap; gap:6px 28px; margin:0 0 18px } dt { color:var(--soft); font-size:12px } dd { margin:0 }
.graph { overflow:auto; max-height:60vh; border:1px solid var(--rule); border-radius:8px; padding:12px; margin-bottom:18px }
.graph svg { display:block } .graph .node { cursor:pointer }
.bar { display:flex; flex-wrap:wrap; gap:8px; align-items:center; margin-bottom:8px; position:sticky; top:0; background:var(--paper); padding:8px 0; z-index:1 }
input,button { font:inherit; color:inherit; background:var(--well); border:1px solid var(--rule); border-radius:6px; padding:4px 10px }
button { cursor:pointer } button[aria-pressed=true] { border-color:var(--ink) } .keys { color:var(--soft); margin-left:auto; font-size:12px }
kbd { border:1px solid var(--rule); border-radius:4px; padding:0 4px; font:12px ui-monospace,monospace }
details { border-bottom:1px solid var(--rule); content-visibility:auto; contain-intrinsic-size:auto 33px }
summary { display:grid; grid-template-columns:minmax(160px,26%) 1fr 170px; gap:12px; padding:5px 4px; cursor:pointer; list-style:none; align-items:center }
summary::-webkit-details-marker { display:none } summary:focus-visible,.graph:focus-visible { outline:2px solid var(--running); outline-offset:-2px; border-radius:4px }
.name { overflow:hidden; text-overflow:ellipsis; white-space:nowrap } .took { color:var(--soft); text-align:right; white-space:nowrap }
.line { position:relative; height:12px; background:var(--well); border-radius:3px } td.line { min-width:160px; height:auto }
.line b { position:absolute; top:0; bottom:0; min-width:2px; border-radius:3px; background:var(--skipped) } td.line b { top:8px; bottom:8px }
.dot { display:inline-block; width:9px; height:9px; border-radius:50%; background:var(--skipped); margin-right:8px }
.succeeded:is(b,.dot,.phase) { background:var(--succeeded) } .failed:is(b,.dot,.phase),.error:is(b,.dot,.phase) { background:var(--failed) }
.skipped:is(b,.dot,.phase) { background:var(--skipped) } .omitted:is(b,.dot,.phase) { background:var(--omitted) } .running:is(b,.dot,.phase) { background:var(--running) }
.body { padding:4px 8px 16px 22px } .reason { margin:6px 0 }
pre { margin:0; padding:8px 10px; background:var(--well); border-radius:6px; overflow:auto; max-height:340px; white-space:pre-wrap; overflow-wrap:anywhere; font:12px/1.5 ui-monospace,monospace }
table { border-collapse:collapse; width:100% } th { text-align:left; font-weight:500; vertical-align:top; padding:4px 14px 4px 0; white-space:nowrap } td { padding:3px 10px 3px 0; vertical-align:top }
[hidden] { display:none }
`;

export const PAGE_SCRIPT = `
(() => {
  const all = [...document.querySelectorAll("#tasks details")];
  const search = document.getElementById("search");
  const buttons = [...document.querySelectorAll("button[data-phase]")];
  const shown = () => all.filter((task) => !task.hidden);
  const filter = () => {
    const phases = buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.phase);
    const text = search.value.trim().toLowerCase();
    for (const task of all) {
      task.hidden = (phases.length > 0 && !phases.includes(task.dataset.phase)) || !task.dataset.id.includes(text);
    }
  };
  const focus = (task) => task && task.querySelector("summary").focus();
  const open = (id) => {
    const task = document.getElementById("task-" + id);
    if (!task) return;
    task.hidden = false; task.open = true; focus(task); task.scrollIntoView({ block: "center" });
  };
  search.addEventListener("input", filter);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  for (const node of document.querySelectorAll(".graph .node")) {
    const id = node.querySelector("title").textContent;
    node.setAttribute("tabindex", "0"); node.setAttribute("role", "link"); node.setAttribute("aria-label", "Task " + id);
    node.addEventListener("click", () => open(id));
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") open(id); });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.activeElement === search) {
      if (event.key === "Escape") { search.value = ""; filter(); search.blur(); }
      if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); focus(shown()[0]); }
      return;
    }
    if (event.key === "/") { event.preventDefault(); search.focus(); return; }
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const tasks = shown();
    const at = tasks.indexOf(document.activeElement.closest("details"));
    event.preventDefault();
    focus(tasks[Math.max(0, Math.min(tasks.length - 1, at + step))]);
  });
  if (location.hash.startsWith("#task-")) open(decodeURIComponent(location.hash.slice(6)));
})();
`;
