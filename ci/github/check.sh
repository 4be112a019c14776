#!/usr/bin/env bash
# Runs the gate with the inputs of the action. What this prints beside the findings
# are commands to the runner. It must do in bash 3.2, which runners with macOS have.
set -euo pipefail

fail() {
	echo "::error title=tether::$1"
	echo "exit-code=2" >>"$GITHUB_OUTPUT"
	exit 2
}

cd "$GITHUB_WORKSPACE"
cd -- "${INPUT_WORKING_DIRECTORY:-.}" || fail "working-directory: there is no $INPUT_WORKING_DIRECTORY"

# What gate.sh takes is split at spaces; lists may have some after their commas.
flags=${INPUT_ARGS:-}
[[ -z ${INPUT_MATRIX:-} ]] || flags+=" -matrix=${INPUT_MATRIX// /}"
[[ -z ${INPUT_TAGS:-} ]] || flags+=" -tags=${INPUT_TAGS// /}"
[[ -z ${INPUT_RULE:-} ]] || flags+=" -rule=${INPUT_RULE// /}"
[[ -z ${INPUT_CONFIG:-} ]] || flags+=" -config=$INPUT_CONFIG"

# "auto" is all that a pull request changes since it left its base, and everything
# where there is none. The runner's checkout has no history to tell.
new_from=${INPUT_NEW_FROM:-}
if [[ $new_from == auto ]]; then
	new_from=
	if [[ -n ${GITHUB_BASE_REF:-} ]]; then
		shallow=$(git rev-parse --is-shallow-repository)
		[[ $shallow == true ]] || shallow=
		git fetch --quiet --no-tags ${shallow:+--unshallow} origin "$GITHUB_BASE_REF" || fail "new-from: cannot fetch $GITHUB_BASE_REF"
		new_from=$(git merge-base HEAD FETCH_HEAD) || fail "new-from: HEAD has nothing in common with $GITHUB_BASE_REF"
	fi
fi

# The matcher makes annotations of the lines that people read. It knows files from
# the root of the repository only; elsewhere the findings are commands themselves.
format=github
if [[ $PWD -ef $GITHUB_WORKSPACE ]]; then
	format=text
	echo "::add-matcher::$GITHUB_ACTION_PATH/ci/problem-matcher.json"
fi

read -ra packages <<<"${INPUT_PACKAGES:-}"
code=0
findings=$RUNNER_TEMP/tether/findings.json
mkdir -p "$RUNNER_TEMP/tether"
rm -f "$findings"
TETHER_FLAGS=$flags TETHER_FORMAT=$format \
	TETHER_BASELINE=${INPUT_BASELINE:-} TETHER_NEW_FROM=$new_from TETHER_STALE=${INPUT_STALE_BASELINE:-} \
	TETHER_MIN_TRACKED=${INPUT_MIN_TRACKED:-} TETHER_MIN_OWNED=${INPUT_MIN_OWNED:-} \
	TETHER_REPORTS=${INPUT_REPORTS:-} TETHER_PAGE=${INPUT_PAGE:-} \
	TETHER_SARIF=${INPUT_SARIF:-} TETHER_JSON=$findings TETHER_SUMMARY=$GITHUB_STEP_SUMMARY \
	sh "$GITHUB_ACTION_PATH/ci/gate.sh" ${packages[@]+"${packages[@]}"} || code=$?

[[ $format != text ]] || echo "::remove-matcher owner=tether::"
{
	echo "exit-code=$code"
	if [[ -s $findings ]]; then
		echo "verdict=$(sed -n 's/^  "verdict": "\(.*\)".*/\1/p' "$findings")"
		echo "new=$(sed -n 's/^      "new": \([0-9]*\),.*/\1/p' "$findings")"
	fi
	if [[ -n ${INPUT_SARIF:-} && -s $INPUT_SARIF ]]; then
		echo "sarif=$PWD/$INPUT_SARIF"
	fi
} >>"$GITHUB_OUTPUT"
exit "$code"
