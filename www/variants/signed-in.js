// The house knows its readers: it answers with a signed token, or with nothing for a guest. The
// widget asks again before each comment, so that a token may be short-lived.
const element = /** @type {HTMLElementTagNameMap['binh-luan']} */ (document.querySelector('binh-luan'));

element.readerToken = async () => {
  const answer = await fetch('/token');
  return answer.ok ? answer.text() : '';
};

// Where the endpoint takes no guests, this is where a house opens its own sign-in.
element.addEventListener('binhluan-sign-in', () => {});
