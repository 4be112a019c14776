// Package keeps gives what it opens to callees in another package: what they keep of it
// is theirs, what they only use is not.
package keeps

import (
	"bufio"
	"encoding/gob"
	"encoding/xml"
	"image"
	"image/jpeg"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"os"

	"example.com/unclosed/keeps/lg"
)

type app struct {
	sink *lg.Sink
	log  *log.Logger
}

func toPackage(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.To(f)
	return nil
}

func toPackageBuffered(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.To(lg.Tee(f))
	return nil
}

func asAnything(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.Keep(f)
	return nil
}

func inStruct(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.Keep(struct{ w io.Writer }{f})
	return nil
}

func named(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.Name(p, lg.Over(f))
	return nil
}

func (a *app) toField(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	a.sink.To(f)
	return nil
}

func (a *app) fluent(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	a.sink.Also(os.Stderr).Also(f).Print("x")
	return nil
}

func (a *app) filled(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.Fill(a.sink, f)
	return nil
}

func (a *app) std(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	a.log.SetOutput(f)
	return nil
}

func returned(p string) (*lg.Sink, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	s := &lg.Sink{}
	s.To(f)
	return s, nil
}

func lines(p string) (*lg.Lines, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return lg.NewLines(f), nil
}

func onlyUsed(p string) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when onlyUsed returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	lg.Over(f).Print("x")
	return nil
}

func counted(p string) (int64, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when counted returns.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return lg.Count(f)
}

func decoded(p string) (*lg.Doc, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when decoded returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return lg.Decode(f)
}

func buffered(p string) (*lg.Doc, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when buffered returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return lg.Decode(bufio.NewReader(f))
}

func body(c *http.Client, url string) ([]*string, error) {
	resp, err := c.Get(url) // want `resp opened by \(\*http\.Client\)\.Get is not closed when body returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return lg.Scan(resp.Body)
}

// The decoders of the standard library keep nothing either.

func jpegs(p string) (image.Image, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when jpegs returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return jpeg.Decode(f)
}

func gobs(p string) (m map[string]any, err error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when gobs returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	err = gob.NewDecoder(f).Decode(&m)
	return m, err
}

func token(p string) (xml.Token, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when token returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return xml.NewDecoder(f).Token()
}

func reader(p string) (*xml.Decoder, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return xml.NewDecoder(f), nil
}

func form(p string) (*multipart.Reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return multipart.NewReader(f, "x"), nil
}
