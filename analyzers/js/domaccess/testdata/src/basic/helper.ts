// Only the worker imports this.
export function save(x: string) {
  localStorage.setItem("x", x); // want "`localStorage` does not exist"
  localStorage.setItem("y", x);
  alert(x); // want "`alert` does not exist"
}
