// Check once a second whether the report is ready, and load it when it is; without JavaScript the page reloads itself.
const INTERVAL_MS = 1000
const progress = document.querySelector('[data-waiting]')

async function poll () {
  const response = await fetch(location.href).catch(() => null) // the server may be restarting
  const html = response ? await response.text() : ''
  const current = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-waiting]')
  if (response && !current) {
    location.replace(location.href)
    return
  }
  if (current && current.textContent !== progress.textContent) progress.textContent = current.textContent
  setTimeout(poll, INTERVAL_MS)
}

setTimeout(poll, INTERVAL_MS)
