#!/bin/bash
# Installs what tests need and is not there yet: chromium, a font with Chinese characters, LibreOffice without a screen.
set -eu
needs=()
command -v chromium >/dev/null || needs+=(chromium)
# It works out the workbooks of scores anew.
command -v soffice >/dev/null || needs+=(libreoffice-calc-nogui)
# Asked by file: fc-list itself is not on a bare machine.
compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null || needs+=(fonts-noto-cjk)
[ ${#needs[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    root=(sudo -n)
    sudo -n true 2>/dev/null || {
        echo "The tests need ${needs[*]}. As root: apt-get install --no-install-recommends ${needs[*]}" >&2
        exit 1
    }
fi
echo "Installing ${needs[*]} with apt" >&2
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${needs[@]}" >/dev/null
