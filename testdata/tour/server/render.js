export default function render({ rows }) {
  return rows.map((row) => `<tr><td>${row.join("</td><td>")}</td></tr>`).join("\n");
}
