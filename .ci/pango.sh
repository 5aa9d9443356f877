#!/bin/sh
# Makes sure that WeasyPrint finds Pango: installs it where that can be done, else says how.
# usage: pango.sh PYTHON
python=$1
"$python" -c 'import weasyprint' >/dev/null 2>&1 && exit 0

case "$(uname -s)" in
  Darwin) command="brew install pango" ;;
  MINGW* | MSYS* | CYGWIN*) command="pacman -S mingw-w64-x86_64-pango" ;;
  *)
    if command -v apt-get >/dev/null; then
      command="apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    elif command -v dnf >/dev/null; then
      command="dnf install -y pango"
    elif command -v pacman >/dev/null; then
      command="pacman -S --noconfirm pango"
    elif command -v apk >/dev/null; then
      command="apk add pango"
    elif command -v zypper >/dev/null; then
      command="zypper install -y libpango-1_0-0"
    else
      command="install the Pango library with the package manager of this system"
    fi
    ;;
esac

if [ "$(id -u)" = 0 ]; then
  sudo=""
elif sudo -n true 2>/dev/null; then
  sudo="sudo -n"
elif [ "$(uname -s)" = Darwin ] && command -v brew >/dev/null; then
  sudo=""
else
  sudo="none"
fi

if [ "$sudo" != none ]; then
  echo "Installing Pango: $command"
  case "$command" in
    apt-get*) $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo $command >/dev/null ;;
    install*) ;;
    *) $sudo $command >/dev/null ;;
  esac
fi

"$python" -c 'import weasyprint' >/dev/null 2>&1 && exit 0
case "$command" in
  apt-get* | dnf* | "pacman -S --noconfirm"* | apk* | zypper*) command="sudo $command" ;;
esac
echo "PDF needs the Pango library, which is missing here. Install it and run make again:"
echo "    $command"
exit 1
