package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/tetherlint/tether/internal/printable"
)

func init() { register("github", writeGitHub) }

// writeGitHub writes workflow commands, which GitHub shows beside the code of a
// pull request. Columns are left out of a finding over several lines, where
// GitHub wants none.
func writeGitHub(w io.Writer, r *Report) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	for f := range r.failing() {
		columns := ""
		if f.Line == f.EndLine {
			columns = fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		_, err := fmt.Fprintf(w, "::%s file=%s,line=%d,endLine=%d%s,title=%s::%s\n",
			severity(f), property.Replace(printable.Line(r.fromRoot(f.File))), f.Line, f.EndLine, columns, property.Replace(string(f.Rule)), message.Replace(printable.Line(f.Message)))
		if err != nil {
			return err
		}
	}
	return nil
}
