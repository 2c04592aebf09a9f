# Print the path of a Python 3.12 or newer of this machine, if there is one. pyenv hides those it has behind shims.
for python in python3.14 python3.13 python3.12 python3 python \
    $(ls -d "$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")"/versions/3.*/bin/python3 2>/dev/null | sort -Vr); do
    "$python" -c 'import sys; sys.version_info >= (3, 12) or sys.exit(1); print(sys.executable)' 2>/dev/null && exit
done
