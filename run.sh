#!/bin/sh
# Installs what is missing, then runs the tool or its checks. On Debian it installs everything itself.
#   sh run.sh              serves the tool on http://127.0.0.1:8000
#   sh run.sh test [...]   runs all tests, those in the browser too; what follows is handed to pytest
#   sh run.sh check        format, lint, types, contracts, documentation and rules
#   sh run.sh bench        tests that the benchmarks are fair, then measures speed and memory beside other tools
#   sh run.sh assess ...   any command of the tool, such as: sh run.sh assess check rules/
set -eu
cd "$(dirname "$0")"
what=${1:-serve}
[ $# -eq 0 ] || shift
case $what in
  serve | assess) kind=run; lock=requirements.lock; enough="run dev bench" ;;
  test | check) kind=dev; lock=requirements-dev.lock; enough="dev bench" ;;
  bench) kind=bench; lock=requirements-bench.lock; enough=bench ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

say() { printf '%s\n' "run.sh: $*" >&2; }
stop() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else stop "please install these packages as an administrator, then start again:$want"
  fi
}

python_with_venv() { # Python 3.11 or newer that can make a virtual environment
  for name in python3.13 python3.12 python3.11 python3.14 python3; do
    if have "$name" && "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

browser() {
  [ -n "${ASSESS_CHROMIUM:-}" ] || have chromium-headless-shell || have chromium || have chromium-browser || have google-chrome ||
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

office() { # LibreOffice, in which the tests open what was written for Word and Excel
  [ -n "${ASSESS_SOFFICE:-}" ] || have soffice || [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]
}

has_library() { # a shared library the dynamic linker knows; ldconfig is outside a user's path on Debian
  { /sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null; } | grep -q "$1"
}

missing_packages() { # what Debian calls the things that are not there yet
  python_with_venv >/dev/null || printf ' python3 python3-venv'
  has_library 'libpango-1\.0\.so\.0' || printf ' libpango-1.0-0'
  has_library 'libpangoft2-1\.0\.so\.0' || printf ' libpangoft2-1.0-0'
  has_library 'libharfbuzz-subset\.so\.0' || printf ' libharfbuzz-subset0'
  [ -d /usr/share/fonts/truetype/dejavu ] || printf ' fonts-dejavu-core'
  if [ "$kind" != run ]; then
    have git || printf ' git'
    have pdftotext || printf ' poppler-utils'
    has_library 'libatomic\.so\.1' || printf ' libatomic1' # for the program that drives the browser
    office || printf ' libreoffice-writer-nogui libreoffice-calc-nogui'
    [ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] ||
      printf ' fonts-liberation'
    if ! browser && grep -q '^ID=debian' /etc/os-release; then printf ' chromium-headless-shell'; fi
  fi
}

wished_fonts() { # for other scripts than ours; without them the PDF gives the number of such a letter
  [ -d /usr/share/fonts/truetype/noto ] || printf ' fonts-noto-core'
  [ -d /usr/share/fonts/truetype/wqy ] || [ -d /usr/share/fonts/opentype/noto ] || printf ' fonts-wqy-microhei'
}

install_fonts() { # where that needs nobody's password; nothing stops for them
  wish=$(wished_fonts)
  [ -n "$wish" ] && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } || return 0
  say "installing fonts:$wish"
  # shellcheck disable=SC2086
  { as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wish >/dev/null; } ||
    say "the fonts could not be installed: letters of other scripts are given by number in the PDF."
}

install_on_linux() {
  if ! have apt-get; then
    python_with_venv >/dev/null || stop "please install Python 3.11 or newer with its venv module, then start again."
    has_library 'libpango-1\.0\.so\.0' || stop "please install Pango 1.44 or newer, then start again."
    return 0
  fi
  want=$(missing_packages)
  if [ -n "$want" ]; then install_packages; fi
  install_fonts
}

install_packages() { # those in $want
  say "installing system packages:$want"
  as_root apt-get update -qq
  # $want is a list of words
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $want >/dev/null ||
    stop "these packages could not be installed:$want. Please install them, then start again."
}

install_on_macos() {
  have brew || stop "please install Homebrew (https://brew.sh), then start again."
  brew list pango >/dev/null 2>&1 || brew install -q pango
  python_with_venv >/dev/null || brew install -q python@3.13
  [ "$kind" = run ] || have pdftotext || brew install -q poppler
  DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib:${DYLD_FALLBACK_LIBRARY_PATH:-/usr/local/lib:/usr/lib}"
  export DYLD_FALLBACK_LIBRARY_PATH
}

case $(uname -s) in
  Linux) install_on_linux ;;
  Darwin) install_on_macos ;;
  *) stop "this script knows Debian, Ubuntu and macOS. On Windows, use WSL with Debian." ;;
esac
python=$(python_with_venv) || stop "Python 3.11 or newer is needed. Please install it, then start again."
if [ "$kind" != run ] && ! have pdftotext; then
  stop "the tests need pdftotext. Please install poppler-utils, then start again."
fi
if [ "$kind" != run ] && ! office; then
  stop "the tests need LibreOffice. Please install it, or set ASSESS_SOFFICE to it, then start again."
fi
if [ "$kind" != run ] && ! browser; then
  stop "the tests need Chromium or Google Chrome. Please install one, or set ASSESS_CHROMIUM to it, then start again."
fi

wanted="$(cat pyproject.toml requirements*.lock assets/package-lock.json assets/fetch.py | cksum)"
is_ready() { # the packages of this kind are installed, or those of a kind that includes it
  [ -x .venv/bin/assess ] || return 1
  for each in $enough; do
    [ "$(cat ".venv/ready-$each" 2>/dev/null)" != "$wanted $PWD" ] || return 0
  done
  return 1
}
if ! is_ready; then
  [ -x .venv/bin/python ] || { say "making .venv with $python"; "$python" -m venv .venv; }
  say "installing Python packages (the first time takes a minute or two)"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
  printf '%s' "$wanted $PWD" >".venv/ready-$kind"
fi
if [ ! -f assess/web/static/vendor/VERSION.json ] || [ ! -f assess/report/fonts/VERSION.json ]; then
  .venv/bin/python assets/fetch.py ||
    say "the pages' stylesheet and the report's fonts could not be fetched: pages are plain until they can."
fi

case $what in
  serve) exec .venv/bin/assess serve "$@" ;;
  assess) exec .venv/bin/assess "$@" ;;
  test)
    if [ $# -gt 0 ]; then exec .venv/bin/python -m pytest -q -n auto --dist loadfile "$@"; fi
    # the tests of the core apart, since every branch of it must be tried by them and measuring takes time elsewhere
    failed=0
    .venv/bin/python -m pytest -q -n auto --dist loadfile tests/core --cov || failed=1
    # one process more than there are processors, since those with a browser wait for it
    processes=$(.venv/bin/python -c 'import os; print((os.cpu_count() or 1) + 1)')
    .venv/bin/python -m pytest -q -n "$processes" --dist loadfile --ignore tests/core || failed=1
    exit $failed
    ;;
  bench)
    # a figure beside a tool that was not asked for the same is worth nothing
    .venv/bin/python -m pytest -q -n auto --dist loadfile tests/bench
    exec .venv/bin/python -m bench "$@"
    ;;
  check)
    .venv/bin/ruff format --check .
    .venv/bin/ruff check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/mkdocs build --quiet --strict
    .venv/bin/assess check rules/
    ;;
esac
