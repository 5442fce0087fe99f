// Looks whether the report is ready, and goes on when it is; without it the page loads itself again.
const EVERY = 1000
const progress = document.querySelector('[data-waiting]')

async function look () {
  const answer = await fetch(location.href).catch(() => null) // the tool may be stopped, and started again
  const text = answer ? await answer.text() : ''
  const now = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-waiting]')
  if (answer && !now) {
    location.replace(location.href)
    return
  }
  if (now && now.textContent !== progress.textContent) progress.textContent = now.textContent
  setTimeout(look, EVERY)
}

setTimeout(look, EVERY)
