# Put uv into var/uv unless the machine has it. Any Python 3 with venv or pip will do for that.
command -v uv >/dev/null && exit
[ -x var/uv/bin/uv ] && exit
mkdir -p var
for python in "$(sh bin/python.sh)" python3 python; do
    [ -n "$python" ] || continue
    "$python" -m venv var/uv >/dev/null 2>&1 && var/uv/bin/python -m pip install -q uv && exit
    rm -rf var/uv
    "$python" -m pip install -q --target var/uv uv && exit
done
pip install -q --target var/uv uv && exit
echo "uv can't be installed: install it, or a Python 3.12 with pip, and try again." >&2
exit 1
