"use strict";
// Opens a source where the original lies: the picture or film at its second, with the box drawn over it.
(() => {
  const items = JSON.parse(document.getElementById("item-data").textContent);
  const viewer = document.getElementById("viewer");
  const stage = viewer.querySelector(".stage");
  const caption = viewer.querySelector(".caption");
  const original = viewer.querySelector(".original");

  const mark = (media, width, height, box) => {
    if (!box || !width || !height) return;
    const [x0, y0, x1, y1] = box.split(",").map(Number);
    const frame = document.createElement("i");
    frame.className = "box";
    frame.style.left = (100 * x0) / width + "%";
    frame.style.top = (100 * y0) / height + "%";
    frame.style.width = (100 * (x1 - x0)) / width + "%";
    frame.style.height = (100 * (y1 - y0)) / height + "%";
    media.after(frame);
  };

  const fail = (row) => {
    stage.replaceChildren();
    const crop = row.querySelector("img");
    if (crop) stage.append(Object.assign(crop.cloneNode(), { width: 240, height: 240 }));
    const said = document.createElement("p");
    said.textContent = items.not_playable;
    stage.append(said);
  };

  const show = (row) => {
    const item = items.list[Number(row.dataset.item)];
    // what a box marks is where the box says only at the moment it was seen
    const start = Number(row.dataset.at ?? row.dataset.start) / 1e9;
    const end = Math.max(Number(row.dataset.end) / 1e9, start + 0.04);
    stage.replaceChildren();
    caption.textContent = item.name + " · " + row.querySelector(".time a").textContent;
    original.hidden = !item.path;
    original.href = item.path + (item.kind === "image" ? "" : "#t=" + start.toFixed(3));
    const media = document.createElement(item.kind === "image" ? "img" : item.kind === "audio" ? "audio" : "video");
    media.addEventListener("error", () => fail(row));
    if (item.kind === "image") {
      media.addEventListener("load", () => mark(media, media.naturalWidth, media.naturalHeight, row.dataset.box));
    } else {
      media.controls = true;
      media.addEventListener("loadedmetadata", () => {
        media.currentTime = start;
        mark(media, media.videoWidth, media.videoHeight, row.dataset.box);
      });
      media.addEventListener("play", () => stage.querySelectorAll(".box").forEach((b) => b.remove()));
      media.addEventListener("timeupdate", () => {
        if (media.currentTime >= end && !media.paused && !media.dataset.past) {
          media.dataset.past = "1";
          media.pause();
        }
      });
    }
    stage.append(media);
    if (item.path) media.src = item.path;
    else fail(row);
    viewer.showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cite]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = document.getElementById(link.dataset.cite);
    if (!row || row.dataset.item === undefined) return;
    event.preventDefault();
    show(row);
  });
  const close = () => {
    stage.replaceChildren();
    viewer.close();
  };
  viewer.querySelector("button").addEventListener("click", close);
  viewer.addEventListener("close", () => stage.replaceChildren());
  viewer.addEventListener("click", (event) => event.target === viewer && close());

  // the heading being read is marked in the contents
  const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const link = links.get(entry.target.id);
        if (link && entry.isIntersecting) {
          links.forEach((l) => l.removeAttribute("aria-current"));
          link.setAttribute("aria-current", "true");
        }
      }
    },
    { rootMargin: "-10% 0px -80% 0px" },
  );
  document.querySelectorAll("section[id]").forEach((s) => seen.observe(s));
})();
