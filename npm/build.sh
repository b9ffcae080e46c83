#!/usr/bin/env bash
# Makes the npm packages in dist/npm of the binaries that .ci/release built.
#
#   npm/build.sh VERSION GOOS/GOARCH...
#
# The launcher names exactly the platforms given, so that one can be tried out
# alone.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: npm/build.sh VERSION GOOS/GOARCH..., which .ci/release calls}
shift
binaries=dist/release
out=dist/npm
rm -rf "$out"
mkdir -p "$out/asynclint/schema"
cp -R npm/asynclint/. "$out/asynclint/"
cp LICENSE README.md "$out/asynclint/"
cp docs/schema/config.json docs/schema/report.json "$out/asynclint/schema/"

dependencies=""
for platform in "$@"; do
	os=${platform%/*} arch=${platform#*/} node_os=${platform%/*} node_arch=${platform#*/} ext=""
	if [ "$os" = windows ]; then node_os=win32 ext=.exe; fi
	if [ "$arch" = amd64 ]; then node_arch=x64; fi
	name=cli-$node_os-$node_arch
	dir=$out/$name
	mkdir -p "$dir"
	cp "$binaries/asynclint-$os-$arch$ext" "$dir/asynclint$ext"
	chmod 755 "$dir/asynclint$ext"
	cp LICENSE "$dir/"
	cat >"$dir/package.json" <<-JSON
		{
		  "name": "@asynclint/$name",
		  "version": "$version",
		  "description": "The asynclint binary for $node_os on $node_arch",
		  "license": "MIT",
		  "repository": {"type": "git", "url": "git+https://github.com/asynclint/asynclint.git"},
		  "files": ["asynclint$ext"],
		  "os": ["$node_os"],
		  "cpu": ["$node_arch"],
		  "preferUnplugged": true
		}
	JSON
	dependencies="$dependencies${dependencies:+, }\"@asynclint/$name\": \"$version\""
	echo "built $dir"
done

sed -i.bak -e "s/\"version\": \"0.0.0\"/\"version\": \"$version\"/" \
	-e "s#\"optionalDependencies\": {}#\"optionalDependencies\": {$dependencies}#" "$out/asynclint/package.json"
rm "$out/asynclint/package.json.bak"
echo "built $out/asynclint"
