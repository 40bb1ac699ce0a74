#!/bin/bash
# Makes .venv with PYTHON and installs the exact versions of a requirements file: venv.sh PYTHON FILE
set -eu
python=$1 file=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    found=$("$python" --version 2>/dev/null || echo "not there")
    echo "Shaotai needs Python 3.11 or newer; $python is $found. Name another: make PYTHON=python3.12 ..." >&2
    exit 1
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "No virtual environment could be made. On Debian: apt-get install python3-venv python3-pip" >&2
        exit 1
    fi
fi
echo "Installing $file into .venv (a minute or two)" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file"
