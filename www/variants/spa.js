// Changes the article without loading a page, as a router does.
const comments = document.querySelector('binh-luan');
const heading = document.querySelector('#story');

document.querySelector('nav').addEventListener('click', (event) => {
  if (!event.target.matches('a')) return;
  event.preventDefault();
  history.pushState({}, '', event.target.href);
  heading.textContent = event.target.textContent;
  comments.setAttribute('page-title', event.target.textContent);
  comments.setAttribute('page-id', `cach-spa-${new URLSearchParams(location.search).get('bai')}`);
});
