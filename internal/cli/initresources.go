package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/propose"
)

// proposedResources are what the code base shows to be openers. What cannot be analysed
// shows nothing; the run that counts launches says so.
func (env *Env) proposedResources(ctx context.Context, f *initFlags, code *propose.Code) ([]propose.Resource, error) {
	quiet := *env
	quiet.Stderr = new(bytes.Buffer)
	j := newJob(&quiet, &f.run)
	j.analyzers, j.named = propose.NewAnalyzer, config.Default()
	a, err := j.analyse(ctx)
	if err != nil {
		return nil, err
	}
	return code.Resources(a.Openings, a.Makers), nil
}

// writeResources proposes rows: what most callers close, and what every implementation
// of a method makes anew.
func writeResources(b *bytes.Buffer, resources []propose.Resource) {
	if len(resources) == 0 {
		return
	}
	b.WriteString("\n# Functions that tether does not know, and whose result this code base closes: keep\n# those whose callers have to release it.\nresources:\n")
	for _, r := range resources {
		fmt.Fprintf(b, "  - open: %s # %s\n", r.Open, why(r))
		if len(r.Release) == 1 {
			fmt.Fprintf(b, "    release: %s\n", r.Release[0])
		} else {
			fmt.Fprintf(b, "    release: [%s]\n", strings.Join(r.Release, ", "))
		}
		if r.Result > 0 {
			fmt.Fprintf(b, "    result: %d\n", r.Result)
		}
	}
}

// why says by what a resource shows itself.
func why(r propose.Resource) string {
	var reasons []string
	if r.Callers > 0 {
		verb := "close"
		if r.Release[0] != "Close" {
			verb = "end"
		}
		if r.Closed == 1 {
			verb += "s"
		}
		reasons = append(reasons, fmt.Sprintf("%d of %s %s it", r.Closed, count(r.Callers, "caller"), verb))
	}
	switch {
	case r.Makers == 1:
		reasons = append(reasons, "its implementation makes it anew")
	case r.Makers > 1:
		reasons = append(reasons, fmt.Sprintf("each of its %d implementations makes it anew", r.Makers))
	}
	return strings.Join(reasons, "; ")
}
