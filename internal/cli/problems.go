package cli

import (
	"fmt"
	"strings"

	"github.com/tetherlint/tether/internal/driver"
)

// maxFollowing is how many packages that could not be analysed since they need one that is
// broken have a line each. Of more one line counts them, and names as many.
const maxFollowing = 3

// tellProblems are the lines that say what could not be analysed: first what is wrong, then
// which packages that keeps from being analysed, each of them or counted by cause.
func (env *Env) tellProblems(problems []driver.Problem, all bool) (lines []string) {
	following := make(map[string][]driver.Problem)
	var causes []string
	for _, p := range problems {
		switch {
		case p.Cause == "":
			lines = append(lines, env.describe(p))
			continue
		case following[p.Cause] == nil:
			causes = append(causes, p.Cause)
		}
		following[p.Cause] = append(following[p.Cause], p)
	}
	for _, cause := range causes {
		list := following[cause]
		if all || len(list) <= maxFollowing {
			for _, p := range list {
				lines = append(lines, env.describe(p))
			}
			continue
		}
		lines = append(lines, notAnalysed(cause, list))
	}
	return lines
}

// notAnalysed counts the packages that one at fault keeps from being analysed.
func notAnalysed(cause string, list []driver.Problem) string {
	names := make([]string, maxFollowing)
	for i := range names {
		names[i] = list[i].Package
	}
	what := "" // is wrong with it, as the message of each ends
	if i := strings.LastIndex(list[0].Message, ", which "); i >= 0 {
		what = list[0].Message[i:] + ","
	}
	return fmt.Sprintf("tether: %d packages that need %s%s were not analysed: %s and %d more (\"tether -show all\" names each)",
		len(list), cause, what, strings.Join(names, ", "), len(list)-len(names))
}
