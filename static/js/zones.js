/* The reader's own time zone is the first choice. */

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of document.querySelectorAll("select[data-zones]")) {
  if ([...select.options].some((option) => option.value === own)) select.value = own;
}
