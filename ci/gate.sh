#!/bin/sh
# The gate for any CI: findings, reports and thresholds of a module, and an exit code
# that tells them apart: 0 passes, 1 does not, 2 is that something could not be
# analysed, which wins over 1. It wants a shell, go and tether.
#
#	sh gate.sh [packages]
#
# Variables say the rest, and each may be empty:
#
#	TETHER              the program (tether)
#	TETHER_FLAGS        flags for all commands, as "-C server -tags integration"
#	TETHER_FORMAT       format of the findings on standard output (text)
#	TETHER_BASELINE     the baseline (.tether-baseline.json, if there is one)
#	TETHER_NEW_FROM     report only what changed since this revision
#	TETHER_MIN_TRACKED  so many percent of the launches must be tracked
#	TETHER_MIN_OWNED    so many percent of the resources must be owned
#	TETHER_STALE        "fail": what the baseline has and is gone fails, too
#	TETHER_SARIF, TETHER_GITLAB, TETHER_JUNIT, TETHER_JSON
#	                    a file for the findings, in that format
#	TETHER_REPORTS      a directory to keep the report in, as JSON by its date; the share
#	                    that is tracked or owned must not be less than the last one's
#	TETHER_PAGE         a file for the report as a page, with the trend of those kept
#	TETHER_SUMMARY      a file to append the report to, as Markdown
set -uf # flags and packages are split into words, which are not for the shell to expand

tether=${TETHER:-tether}
flags=${TETHER_FLAGS:-}
packages=$*
worst=0

# worse keeps the worst exit code. One that is neither 0 nor 1, as of a program that is
# missing or was killed, is no verdict.
worse() {
	case $1 in
	0) ;;
	1) [ "$worst" -ne 0 ] || worst=1 ;;
	*) worst=2 ;;
	esac
}

# run runs a command with what follows, the flags and the packages.
run() {
	command=$1
	shift
	# shellcheck disable=SC2086 # words
	"$tether" "$command" ${TETHER_BASELINE:+"-baseline=$TETHER_BASELINE"} "$@" $flags $packages
}

# check reports the findings in a format, to a file unless it is "".
check() {
	run check "-format=$1" ${2:+"-o=$2"} ${TETHER_NEW_FROM:+"-new-from=$TETHER_NEW_FROM"} ${2:+-quiet}
}

# also writes the findings in a further format. What they mean is known already; that
# the file is there is not.
also() {
	name=$2
	case $name in
	'') return 0 ;;
	/* | ?:*) ;;
	*) set -- "$1" "$PWD/$2" ;; # from here, whatever -C says
	esac
	check "$1" "$2" 2>/dev/null
	[ $? -le 1 ] && [ -s "$2" ] || [ "$worst" -eq 2 ] || {
		echo "gate.sh: could not write $name" >&2
		worse 2
	}
}

check "${TETHER_FORMAT:-text}" ""
worse $?
also sarif "${TETHER_SARIF:-}"
also gitlab "${TETHER_GITLAB:-}"
also junit "${TETHER_JUNIT:-}"
also json "${TETHER_JSON:-}"

# The report fails on findings, as check did where it knew what is new, and on
# thresholds, which only it knows.
if [ -n "${TETHER_SUMMARY:-}" ]; then
	run report -format=markdown -quiet >>"$TETHER_SUMMARY" 2>/dev/null
	[ $? -le 1 ] || worse 2
fi
if [ -n "${TETHER_MIN_TRACKED:-}${TETHER_MIN_OWNED:-}" ]; then
	report=$(run report -format=json ${TETHER_MIN_TRACKED:+"-min-tracked=$TETHER_MIN_TRACKED"} ${TETHER_MIN_OWNED:+"-min-owned=$TETHER_MIN_OWNED"})
	[ $? -le 1 ] || worse 2
	case $report in *'"holds": false'*) worse 1 ;; esac
fi
# here names a file as seen from here, whatever -C says.
here() {
	case $1 in
	/* | ?:*) echo "$1" ;;
	*) echo "$PWD/$1" ;;
	esac
}

# today keeps the report of today and makes the page. What is found check has judged;
# what the report says of shares it has not.
today() {
	page=$(here "${TETHER_PAGE:-tether.html}")
	if [ -n "${TETHER_REPORTS:-}" ]; then
		reports=$(here "$TETHER_REPORTS")
		mkdir -p "$reports" || return 2
		run report -format=json "-o=$reports/$(date -u +%Y-%m-%d).json" -quiet 2>/dev/null
		told=$(run report -format=html "-o=$page" "-history-from=$reports" -no-worse 2>&1)
	else
		told=$(run report -format=html "-o=$page" 2>&1)
	fi
	code=$?
	[ -z "$told" ] || echo "$told"
	[ $code -le 1 ] || return $code
	case $told in *" that are wanted"*) return 1 ;; esac
}
if [ -n "${TETHER_REPORTS:-}${TETHER_PAGE:-}" ]; then
	today
	worse $?
fi
if [ "${TETHER_STALE:-}" = fail ]; then
	stale=$(run baseline -check 2>&1)
	code=$?
	case $stale in
	*": there is no baseline") ;; # and so none that is stale
	*)
		[ -z "$stale" ] || echo "$stale"
		worse $code
		;;
	esac
fi
exit "$worst"
