package report

import (
	"encoding/xml"
	"io"

	"github.com/tetherlint/tether/internal/finding"
)

func init() { register("checkstyle", writeCheckstyle) }

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int          `xml:"line,attr"`
	Column   int          `xml:"column,attr"`
	Severity string       `xml:"severity,attr"`
	Message  string       `xml:"message,attr"`
	Source   finding.Rule `xml:"source,attr"`
}

func writeCheckstyle(w io.Writer, r *Report) error {
	out := checkstyle{Version: "5.0"}
	for f := range r.failing() { // in the order of files
		name := r.fromRoot(f.File)
		if n := len(out.Files); n == 0 || out.Files[n-1].Name != name {
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		file := &out.Files[len(out.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{f.Line, f.Column, severity(f), f.Message, f.Rule})
	}
	return writeXML(w, out)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
