import fs from "fs";
it("reads", async () => {
  expect(fs.readFileSync("x")).toBeTruthy();
});
