#!/usr/bin/env bash
# Installs tether for the steps that follow: a released binary, which must have the
# checksum that its release states, of the version that was asked for or else of the
# version that this action is; or, where the version is "source", what is beside this
# file. It must do in bash 3.2, which runners with macOS have.
set -euo pipefail

# TETHER_RELEASES may name a mirror.
releases=${TETHER_RELEASES:-https://github.com/tetherlint/tether/releases}
bin=$RUNNER_TEMP/tether/bin
mkdir -p "$bin"

fail() {
	echo "::error title=tether::$1"
	exit 2
}

fetch() {
	curl --fail --silent --show-error --location --retry 3 "$@"
}

# build builds the action's own sources: for this machine, whatever the job
# cross-compiles for, and not in its workspace.
build() {
	unset GOOS GOARCH GOFLAGS
	export GOWORK=off GOTOOLCHAIN=auto # setup-go holds a job to the Go of its module
	go build -C "$GITHUB_ACTION_PATH" -o "$bin/" ./cmd/tether
}

# newest is the version that "latest" stands for: where its page leads to.
newest() {
	local page
	page=$(fetch --output /dev/null --write-out '%{url_effective}' "$releases/latest") && echo "${page##*/}"
}

# download unpacks the archive of a version for this runner, once its checksum is right.
download() {
	local system archive sums=sha256sum kind=tar.gz
	case $RUNNER_OS in
	Linux) system=linux ;;
	macOS) system=darwin ;;
	Windows) system=windows kind=zip ;;
	*) fail "there is no release for $RUNNER_OS: version: source builds one" ;;
	esac
	case $RUNNER_ARCH in
	X64) system+=_amd64 ;;
	ARM64) system+=_arm64 ;;
	*) fail "there is no release for $RUNNER_ARCH: version: source builds one" ;;
	esac
	archive=tether_${1#v}_$system.$kind
	cd "$RUNNER_TEMP/tether"
	fetch --remote-name "$releases/download/$1/$archive" --remote-name "$releases/download/$1/checksums.txt" ||
		fail "cannot download $releases/download/$1/$archive: if $1 is not released yet, version: source builds it"
	command -v sha256sum >/dev/null || sums="shasum -a 256"
	grep "  $archive\$" checksums.txt >checksum.txt || fail "$archive has no checksum in its release"
	$sums --check checksum.txt || fail "$archive is not what its release says it is"
	case $kind in
	zip) unzip -q -o "$archive" -d "$bin" ;;
	*) tar -xzf "$archive" -C "$bin" ;;
	esac
}

version=${INPUT_VERSION:-$(cat "$GITHUB_ACTION_PATH/VERSION")}
case $version in
source) build ;;
latest)
	version=$(newest) || fail "cannot find the newest release: $releases/latest"
	download "$version"
	;;
*) download "$version" ;;
esac
echo "$bin" >>"$GITHUB_PATH"
program=$bin/tether
[[ -x $program ]] || program=$program.exe
"$program" version
