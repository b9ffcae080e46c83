#!/usr/bin/env bash
# Builds the npm packages into dist/npm.
#
#   npm/build.sh VERSION [GOOS/GOARCH ...]
#
# Without platforms it builds all that are supported. The launcher names exactly
# the packages built, so that a build for one platform can be tried out.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: npm/build.sh VERSION [GOOS/GOARCH ...]}
shift
if [ $# -eq 0 ]; then
	set -- linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
fi

out=dist/npm
rm -rf "$out"
mkdir -p "$out/asynclint/schema"
cp -R npm/asynclint/. "$out/asynclint/"
cp LICENSE "$out/asynclint/"
if [ -f README.md ]; then cp README.md "$out/asynclint/"; fi
cp docs/schema/config.json docs/schema/report.json "$out/asynclint/schema/"

dependencies=""
for platform in "$@"; do
	os=${platform%/*} arch=${platform#*/}
	case $os in
	windows) node_os=win32 ext=.exe ;;
	*) node_os=$os ext="" ;;
	esac
	case $arch in
	amd64) node_arch=x64 ;;
	*) node_arch=$arch ;;
	esac
	name=cli-$node_os-$node_arch
	dir=$out/$name
	mkdir -p "$dir"
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath \
		-ldflags "-s -w -X github.com/asynclint/asynclint/internal/cli.Version=$version" \
		-o "$dir/asynclint$ext" ./cmd/asynclint
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
