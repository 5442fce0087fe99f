// Keep what is typed into a form in this browser until it is saved, offer it back, and warn before it is left unsaved.
// The key is the address of the form, which names the assessment, and its part if it has several. Hidden fields, such as the CSRF token, are never kept.
const PREFIX = 'unsaved '
const MOST_DAYS = 7
const MOST_LETTERS = 500_000
const WITHOUT_TEXT = ['hidden', 'file', 'password', 'submit', 'button', 'reset', 'image']
const forms = [...document.querySelectorAll('main form[method="post"]')].filter(form => getFields(form).length)
const isAnswerToForm = document.querySelector('[data-unsaved]') !== null // the server gave the form back without saving it

function getFields (form) {
  return [...form.elements].filter(field => field.name && field.type && !WITHOUT_TEXT.includes(field.type))
}

function isTick (field) {
  return field.type === 'radio' || field.type === 'checkbox'
}

// Return the values of a form: for each name, those of its fields in order; of radios and checkboxes, the chosen ones.
function getValues (form) {
  return collectValues(form, field => !isTick(field) || field.checked, field => field.value)
}

// Return the values that the server sent, which are others as soon as something is typed, even before this runs.
function getServedValues (form) {
  return collectValues(form, field => !isTick(field) || field.defaultChecked, getServedValue)
}

function getServedValue (field) {
  if (isTick(field)) return field.value
  if (!field.options) return field.defaultValue
  return ([...field.options].find(option => option.defaultSelected) ?? field.options[0])?.value ?? ''
}

function collectValues (form, isChosen, getValue) {
  const values = {}
  for (const field of getFields(form)) {
    values[field.name] ??= []
    if (isChosen(field)) values[field.name].push(getValue(field))
  }
  return values
}

function putValues (form, values) {
  const places = {}
  for (const field of getFields(form)) {
    const kept = values[field.name] ?? []
    if (isTick(field)) {
      field.checked = kept.includes(field.value)
    } else {
      places[field.name] = (places[field.name] ?? -1) + 1
      field.value = kept[places[field.name]] ?? ''
    }
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

function isEqual (left, right) {
  return JSON.stringify(left) === JSON.stringify(right)
}

function getKey (form) {
  return `${PREFIX}${location.pathname} ${forms.indexOf(form)}${form.dataset.part ?? ''}`
}

// Storage may be full or switched off; the form then works as it does without scripts.
function read (key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

function write (key, entry) {
  try {
    const text = JSON.stringify(entry)
    if (text.length <= MOST_LETTERS) localStorage.setItem(key, text)
  } catch {}
}

function remove (key) {
  try {
    localStorage.removeItem(key)
  } catch {}
}

function listKeys () {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

// Forget what was sent by the page before this one and saved, and what is old.
function forgetSaved () {
  const before = document.referrer ? new URL(document.referrer).pathname : ''
  for (const key of listKeys()) {
    const entry = read(key)
    const isOld = !entry || Date.now() - entry.at > MOST_DAYS * 86_400_000
    const isHere = before === location.pathname // the form is on this page, where its values tell whether it was saved
    const isSaved = entry?.sent && !isAnswerToForm && !isHere && key.slice(PREFIX.length).startsWith(`${before} `)
    if (isOld || isSaved) remove(key)
  }
}

function makeButton (text, classes, press) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = classes
  button.textContent = text
  button.addEventListener('click', press)
  return button
}

function offer (form, entry, isChanged) {
  const notice = document.createElement('div')
  notice.className = 'govuk-inset-text'
  const text = document.createElement('p')
  const when = new Date(entry.at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })
  text.textContent = `What you typed here on ${when} was not saved. This browser has kept it.` +
    (isChanged ? ' Something else was saved here since then: compare the two before you save.' : '')
  const buttons = document.createElement('div')
  buttons.className = 'govuk-button-group govuk-!-margin-bottom-0'
  const close = () => {
    notice.remove()
    getFields(form)[0].focus()
  }
  buttons.append(
    makeButton('Put it back', 'govuk-button govuk-button--secondary', () => { putValues(form, entry.values); close() }),
    makeButton('Delete it', 'app-button-link', () => { remove(getKey(form)); close() })
  )
  notice.append(text, buttons)
  form.before(notice)
}

function watch (form) {
  const key = getKey(form)
  const first = getServedValues(form)
  const seen = form.elements.seen?.value ?? '' // the fingerprint of what is saved
  const kept = read(key)
  let isSent = false
  const isChanged = () => isAnswerToForm || !isEqual(getValues(form), first)
  const keep = sent => write(key, { at: Date.now(), seen, sent, values: getValues(form) })

  if (isAnswerToForm) {
    keep(false)
  } else if (kept && (isEqual(kept.values, first) || (kept.sent && kept.seen !== seen))) {
    remove(key)
  } else if (kept) {
    offer(form, kept, kept.seen !== seen)
  } else if (isChanged()) {
    keep(false)
  }
  form.addEventListener('input', () => isChanged() ? keep(false) : remove(key))
  form.addEventListener('change', () => isChanged() ? keep(false) : remove(key))
  form.addEventListener('submit', () => {
    isSent = true
    if (isChanged()) keep(true)
  })
  addEventListener('pageshow', event => { if (event.persisted) isSent = false })
  addEventListener('beforeunload', event => {
    const values = getValues(form)
    const typed = getFields(form).filter(field => !isTick(field) && field.value)
    const isTyped = typed.some(field => isAnswerToForm || !isEqual(values[field.name], first[field.name]))
    if (isTyped && !isSent) event.preventDefault()
  })
}

forgetSaved()
forms.forEach(watch)
