package report

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

func init() { register("sarif", writeSARIF) }

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURL  = "https://github.com/tetherlint/tether"
	sourceRoot  = "%SRCROOT%"
)

// writeSARIF writes a log of SARIF 2.1.0. It has all findings: suppressed ones
// with their suppression, those of the baseline with a lower level, as services
// that know nothing of baselines show what is an error.
func writeSARIF(w io.Writer, r *Report) error {
	described, index := r.sarifRules()
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name:           "tether",
			Version:        r.Version,
			InformationURI: projectURL,
			Rules:          described,
		}},
		ColumnKind:  "utf16CodeUnits",
		Invocations: []sarifInvocation{{ExecutionSuccessful: !r.Failed}},
		Results:     []sarifResult{}, // never null
	}
	prints := fingerprints(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		result := r.sarifResult(f)
		result.RuleIndex = index[f.Rule]
		result.PartialFingerprints = map[string]string{"tether/v1": prints[i]}
		run.Results = append(run.Results, result)
	}
	return writeIndented(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules describes all rules, found or not, and tells where in the list each is.
func (r *Report) sarifRules() (list []sarifRule, index map[finding.Rule]int) {
	index = make(map[finding.Rule]int)
	for i, info := range rules.All() {
		index[info.Name] = i
		rule := sarifRule{
			ID:               info.Name,
			Name:             camel(string(info.Name)),
			ShortDescription: sarifText{Text: info.Title},
			HelpURI:          info.URL(),
			Default:          sarifLevel{string(info.Severity)},
		}
		if r.Doc != nil {
			if doc := r.Doc(info.Name); doc != "" {
				rule.FullDescription = &sarifText{Text: firstParagraph(doc)}
				rule.Help = &sarifText{Text: doc, Markdown: doc}
			}
		}
		list = append(list, rule)
	}
	return list, index
}

// camel is the form of a name that SARIF wants: UntrackedRawGo.
func camel(rule string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(rule, func(c rune) bool { return c == '/' || c == '-' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// firstParagraph is the first one below a document's title, as plain text.
func firstParagraph(doc string) string {
	for p := range strings.SplitSeq(doc, "\n\n") {
		if p = strings.TrimSpace(p); p != "" && !strings.HasPrefix(p, "#") {
			return strings.ReplaceAll(p, "`", "")
		}
	}
	return ""
}

func (r *Report) sarifResult(f *finding.Finding) sarifResult {
	out := sarifResult{
		RuleID:  f.Rule,
		Level:   severity(f),
		Message: sarifText{Text: f.Message},
		Locations: []sarifLocation{{
			Physical: r.sarifPhysical(f.Span),
			Logical:  []sarifLogical{{FullName: strings.TrimSuffix(f.Package+"."+f.Function, "."), Kind: "function"}},
		}},
		Suppressions: []sarifSuppression{}, // none, rather than unknown
		Properties:   sarifProperties{f.Class, f.Status, f.Package, f.Function},
	}
	if f.Function == "" {
		out.Locations[0].Logical[0].Kind = "module"
	}
	if r.Baseline {
		out.BaselineState = "new"
	}
	switch f.Status {
	case finding.Baseline:
		out.Level, out.BaselineState = "note", "unchanged"
	case finding.Suppressed:
		out.Suppressions = []sarifSuppression{{Kind: "inSource", Justification: f.Reason}}
	}
	for i, n := range f.Related {
		out.Related = append(out.Related, sarifLocation{ID: i + 1, Physical: r.sarifPhysical(n.Span), Message: &sarifText{Text: n.Message}})
	}
	for _, fix := range []*finding.Fix{f.Fix, r.AllowFix(f)} {
		if fix != nil && len(fix.Edits) > 0 {
			out.Fixes = append(out.Fixes, r.sarifFix(fix))
		}
	}
	return out
}

func (r *Report) sarifPhysical(s finding.Span) sarifPhysical {
	return sarifPhysical{Artifact: r.sarifArtifact(s.File), Region: r.sarifRegion(s)}
}

func (r *Report) sarifArtifact(file string) sarifArtifact {
	name := r.fromRoot(file)
	if drive := hasDrive(name); drive || path.IsAbs(name) || strings.HasPrefix(name, "../") {
		name = relativeTo("", file)
		if drive || hasDrive(name) {
			name = "/" + name
		}
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: name}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: name}).String(), Base: sourceRoot}
}

// hasDrive reports whether a name starts with a drive, as that of a file does which no
// relative name leads to on Windows.
func hasDrive(name string) bool {
	return len(name) > 2 && name[1] == ':' && name[2] == '/' && strings.ContainsAny(strings.ToLower(name[:1]), "abcdefghijklmnopqrstuvwxyz")
}

func (r *Report) sarifRegion(s finding.Span) sarifRegion {
	return sarifRegion{
		StartLine:   s.Line,
		StartColumn: r.utf16Column(s.File, s.Line, s.Column),
		EndLine:     s.EndLine,
		EndColumn:   r.utf16Column(s.File, s.EndLine, s.EndColumn),
	}
}

func (r *Report) sarifFix(fix *finding.Fix) sarifFix {
	change := sarifChange{Artifact: r.sarifArtifact(fix.Edits[0].File)}
	for _, e := range fix.Edits {
		change.Replacements = append(change.Replacements, sarifReplacement{r.sarifRegion(e.Span), sarifContent{e.NewText}})
	}
	return sarifFix{
		Description: sarifText{Text: fix.Title},
		Changes:     []sarifChange{change},
		Properties:  sarifFixProperties{fix.Safe},
	}
}
