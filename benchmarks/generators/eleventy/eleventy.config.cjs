// The generated community as a site of Eleventy.
const fs = require("fs");
const path = require("path");

module.exports = function (config) {
  const labels = {};
  for (const file of fs.readdirSync(path.join(__dirname, "content/skills")).filter((name) => name.endsWith(".md"))) {
    const text = fs.readFileSync(path.join(__dirname, "content/skills", file), "utf8");
    labels[path.basename(file, ".md")] = /^label: (.*)$/m.exec(text)[1];
  }
  config.addFilter("skill", (slug) => labels[slug] || slug);
  // The file's whole name is the address, the day before it too.
  const own = (file) => file.replace(/^\.\/content(\/pages)?|\.md$/g, "") + "/index.html";
  config.addGlobalData("eleventyComputed", {
    permalink: (data) => (data.page.inputPath.startsWith("./content/") ? own(data.page.inputPath) : data.permalink),
  });
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  config.addFilter("byName", (pages) => [...pages].sort((a, b) => (a.data.name < b.data.name ? -1 : 1)));
  config.addCollection("sharing", (api) => {
    const found = {};
    for (const member of api.getFilteredByTag("members")) {
      for (const share of member.data.shares || []) (found[share.skill] ||= []).push({ member, share });
    }
    return found;
  });
  return { dir: { input: ".", includes: "_includes" }, markdownTemplateEngine: false };
};
