const inPage = "document" in self;
self.onmessage = (e) => {
  if (inPage) console.log(document.title);
  if (self.document) console.log(document.title);
  try {
    window.close();
  } catch {}
  if (typeof localStorage !== "undefined") localStorage.clear();
  e.data.page.evaluate(() => document.title);
};
