// Changes the article without loading a page, as a router does.
const comments = document.querySelector('binh-luan');
const heading = document.querySelector('#story');

document.querySelector('nav')?.addEventListener('click', (event) => {
  if (!(event.target instanceof HTMLAnchorElement) || !heading || !comments) return;
  event.preventDefault();
  const { href, text } = event.target;
  history.pushState({}, '', href);
  heading.textContent = text;
  comments.setAttribute('page-title', text);
  comments.setAttribute('page-id', `cach-spa-${new URLSearchParams(location.search).get('bai')}`);
});
