#!/usr/bin/env bash
# Renew the files in static/vendor from the packages named below (only a maintainer runs this).
# Needs npm. Change a version here, run it from the top of the repository, look at the pages,
# run `pytest tests/test_look.py`, and commit the result together with static/vendor/README.md.
set -euo pipefail

BOOTSTRAP=5.3.9
SARABUN=5.3.0
ICONS=1.13.2
# One name a line of the sprite; a page draws one with components/_icon.html.
NAMES="archive arrow-counterclockwise arrow-down-up arrow-left arrow-right award bar-chart
basket box-arrow-right box-seam calendar3 camera cash-coin check-lg chevron-down chevron-left
chevron-right clipboard-check clock dash-lg download exclamation-triangle eye file-earmark-text
flag funnel gear geo-alt house-door image inbox info-circle key list list-check lock pencil
people person person-badge person-plus plus-lg printer question-circle search send shield-check
shop telephone translate upload x-lg"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
vendor="$PWD/static/vendor"
cd "$work"
npm pack --silent "bootstrap@$BOOTSTRAP" "@fontsource/sarabun@$SARABUN" "bootstrap-icons@$ICONS" >/dev/null
for pack in *.tgz; do mkdir "${pack%.tgz}" && tar xzf "$pack" -C "${pack%.tgz}" --strip-components 1; done

mkdir -p "$vendor/bootstrap" "$vendor/sarabun" "$vendor/icons"
# Without its source-map line: the hashing storage would look for a file that is not kept.
sed '/sourceMappingURL/d' "bootstrap-$BOOTSTRAP/dist/css/bootstrap.min.css" > "$vendor/bootstrap/bootstrap.min.css"
cp "bootstrap-$BOOTSTRAP/LICENSE" "$vendor/bootstrap/LICENSE"

for weight in 400 600 700; do
    for script in thai latin; do
        cp "fontsource-sarabun-$SARABUN/files/sarabun-$script-$weight-normal.woff2" "$vendor/sarabun/"
    done
done
cp "fontsource-sarabun-$SARABUN/LICENSE" "$vendor/sarabun/OFL.txt"

{
    echo '<svg xmlns="http://www.w3.org/2000/svg">'
    for name in $NAMES; do
        echo "<symbol id=\"$name\" viewBox=\"0 0 16 16\">$(sed -e 's/<svg[^>]*>//' -e 's/<\/svg>//' "bootstrap-icons-$ICONS/icons/$name.svg" | tr -d '\n' | sed 's/  */ /g')</symbol>"
    done
    echo '</svg>'
} > "$vendor/icons/sprite.svg"
cp "bootstrap-icons-$ICONS/LICENSE" "$vendor/icons/LICENSE"
