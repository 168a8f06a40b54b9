// Puts a code that was scanned into its field, and takes it out of the address. Without this it is typed.
(() => {
  const field = document.getElementById("code"), code = decodeURIComponent(location.hash.slice(1));
  if (field && /^[0-9A-Za-z-]{17,40}$/.test(code)) {
    field.value = code;
    history.replaceState(null, "", location.pathname);
  }
})();
