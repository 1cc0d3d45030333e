// Does the piece of work of a form that is open to everybody (bansou/forms/people.py), in slices, while the form is filled in: finds a number
// with which the hash of the task begins with enough zero bits. Without it the form can be sent all the same.

const SLICE = 400;

async function startsWithZeros(text, bits) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new DataView(digest).getUint32(0) >>> (32 - bits) === 0;
}

async function work(field) {
  const bits = Number(field.dataset.task);
  const answer = field.form?.elements.namedItem("task_answer");
  if (!answer || answer.value || !crypto.subtle) return;
  for (let start = 0; ; start += SLICE) {
    const numbers = Array.from({ length: SLICE }, (_, index) => start + index);
    const found = await Promise.all(numbers.map((number) => startsWithZeros(field.value + number, bits)));
    if (found.includes(true)) {
      answer.value = String(start + found.indexOf(true));
      return;
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

for (const field of document.querySelectorAll("input[data-task]")) work(field);
