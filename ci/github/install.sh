#!/usr/bin/env bash
# Installs tether for the steps that follow: the version that was asked for, or else
# the one that this action is, from its own sources.
set -euo pipefail

bin=$RUNNER_TEMP/tether/bin
mkdir -p "$bin"
# For this machine, whatever the job cross-compiles for; and not in its workspace.
unset GOOS GOARCH GOFLAGS
export GOWORK=off GOTOOLCHAIN=auto # setup-go holds a job to the Go of its module
if [[ -n ${INPUT_VERSION:-} ]]; then
	GOBIN=$bin go install "github.com/tetherlint/tether/cmd/tether@$INPUT_VERSION"
else
	go build -C "$GITHUB_ACTION_PATH" -o "$bin/" ./cmd/tether
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/tether" version
