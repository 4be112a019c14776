// Package writers has writers that flush.
package writers

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"os"
	"text/tabwriter"
)

// W1: gzip writer not closed.
func W1(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w) // want "unclosed/leak"
	_, err := zw.Write(b)
	return err
}

// W2: closed.
func W2(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

// W3: closed by defer.
func W3(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	_, err := zw.Write(b)
	return err
}

// W4: a path that returns nil without.
func W4(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w) // want "unclosed/leak"
	if len(b) == 0 {
		return nil
	}
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

// W5: nil error constant on a path of error.
func W5(w io.Writer, b []byte) error {
	zw := zlib.NewWriter(w)
	if len(b) == 0 {
		return errors.New("empty")
	}
	if _, err := zw.Write(b); err != nil {
		return fmt.Errorf("w: %w", err)
	}
	return zw.Close()
}

// W6: without an error result: the path has met an error all the same.
func W6(w io.Writer, b []byte) {
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(b); err != nil {
		return
	}
	zw.Close()
}

// W7: Flush of gzip is no close.
func W7(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w) // want "unclosed/leak"
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Flush()
}

// W8: bufio flush.
func W8(w io.Writer, s string) error {
	bw := bufio.NewWriter(w)
	bw.WriteString(s)
	return bw.Flush()
}

// W9: bufio never flushed.
func W9(w io.Writer, s string) error {
	bw := bufio.NewWriter(w) // want "unclosed/leak"
	_, err := bw.WriteString(s)
	return err
}

// W10: tabwriter.
func W10(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0) // want "unclosed/leak"
	fmt.Fprintln(tw, "a\tb")
}

// W11: csv WriteAll flushes.
func W11(w io.Writer, recs [][]string) error {
	return csv.NewWriter(w).WriteAll(recs)
}

// W12: csv without flush.
func W12(w io.Writer, rec []string) error {
	cw := csv.NewWriter(w) // want "unclosed/leak"
	return cw.Write(rec)
}

// W13: csv with flush.
func W13(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w)
	for _, r := range recs {
		if err := cw.Write(r); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// W14: zip, closed; the entry writer needs none.
func W14(w io.Writer, names []string) error {
	zw := zip.NewWriter(w)
	for _, n := range names {
		e, err := zw.Create(n)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(e, n); err != nil {
			return err
		}
	}
	return zw.Close()
}

// W15: tar never closed.
func W15(w io.Writer, b []byte) error {
	tw := tar.NewWriter(w) // want "unclosed/leak"
	if err := tw.WriteHeader(&tar.Header{Name: "x", Size: int64(len(b))}); err != nil {
		return err
	}
	_, err := tw.Write(b)
	return err
}

// W16: tar over gzip, both closed by defer.
func W16(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	tw := tar.NewWriter(zw)
	defer tw.Close()
	_, err := tw.Write(b)
	return err
}

// W17: tar over gzip, the gzip forgotten.
func W17(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w) // want "unclosed/leak"
	tw := tar.NewWriter(zw)
	if _, err := tw.Write(b); err != nil {
		return err
	}
	return tw.Close()
}

// W18: a file below a gzip writer: the file is forgotten.
func W18(p string, b []byte) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

// W19: multipart into a buffer.
func W19() (*bytes.Buffer, string, error) {
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf)
	if err := mw.WriteField("a", "b"); err != nil {
		return nil, "", err
	}
	if err := mw.Close(); err != nil {
		return nil, "", err
	}
	return &buf, mw.FormDataContentType(), nil
}

// W20: multipart forgotten.
func W20() (*bytes.Buffer, string, error) {
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf) // want "unclosed/leak"
	if err := mw.WriteField("a", "b"); err != nil {
		return nil, "", err
	}
	return &buf, mw.FormDataContentType(), nil
}

// W21: base64.
func W21(w io.Writer, b []byte) error {
	e := base64.NewEncoder(base64.StdEncoding, w) // want "unclosed/leak"
	_, err := e.Write(b)
	return err
}

// W22: hex.Dumper.
func W22(w io.Writer, b []byte) error {
	d := hex.Dumper(w)
	defer d.Close()
	_, err := d.Write(b)
	return err
}

// W23: hex.NewEncoder and json, xml need none.
func W23(w io.Writer, v any) error {
	if _, err := hex.NewEncoder(w).Write([]byte("x")); err != nil {
		return err
	}
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(v)
}

// W24: returned.
func W24(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

// W25: caller of W24.
func W25(w io.Writer, b []byte) error {
	zw := W24(w) // want "unclosed/leak"
	_, err := zw.Write(b)
	return err
}

// W26: into a struct whose Close closes both.
type archive struct {
	f  *os.File
	zw *gzip.Writer
}

func (a *archive) Close() error { return errors.Join(a.zw.Close(), a.f.Close()) }

func W26(p string) (*archive, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	return &archive{f, gzip.NewWriter(f)}, nil
}

// W27: caller.
func W27(p string, b []byte) error {
	a, err := W26(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = a.zw.Write(b)
	return err
}

// W28: caller that closes.
func W28(p string, b []byte) (err error) {
	a, err := W26(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	_, err = a.zw.Write(b)
	return err
}

// W29: gzip reader is no acquisition; the file is.
func W29(p string) ([]byte, error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer zr.Close()
	return io.ReadAll(zr)
}

// W30: fine.
func W30(p string) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

// W31: pool of writers: Reset.
func W31(w io.Writer, zw *gzip.Writer, b []byte) error {
	zw.Reset(w)
	_, err := zw.Write(b)
	return err
}

// W32: to the standard output with bufio and no flush at one return.
func W32(lines []string) int {
	bw := bufio.NewWriter(os.Stdout) // want "unclosed/leak"
	for _, l := range lines {
		if l == "" {
			return 1
		}
		fmt.Fprintln(bw, l)
	}
	bw.Flush()
	return 0
}

// W33: quiet: deferred flush.
func W33(lines []string) int {
	bw := bufio.NewWriter(os.Stdout)
	defer bw.Flush()
	for _, l := range lines {
		if l == "" {
			return 1
		}
		fmt.Fprintln(bw, l)
	}
	return 0
}

// W34: bufio writer handed to a function that writes, then flush.
func W34(w io.Writer, render func(io.Writer) error) error {
	bw := bufio.NewWriterSize(w, 1<<16)
	if err := render(bw); err != nil {
		return err
	}
	return bw.Flush()
}

// W35: the path has met an error, whatever it returns.
func W35(w io.Writer, b []byte) bool {
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(b); err != nil {
		return false
	}
	return zw.Close() == nil
}

// W36: closes in both orders.
func W36(p string, b []byte) (err error) {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	zw, err := gzip.NewWriterLevel(f, 9)
	if err != nil {
		return err
	}
	if _, err = zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

// W37: never written to, error path only... a nil-error path.
func W37(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f) // want "unclosed/leak"
	_, err = zw.Create("x")
	return err
}

// W38: dropped at once.
func W38(w io.Writer) {
	gzip.NewWriter(w) // want "unclosed/discarded"
}

// W39: ReadWriter of bufio.
func W39(rw io.ReadWriter) *bufio.ReadWriter {
	return bufio.NewReadWriter(bufio.NewReader(rw), bufio.NewWriter(rw))
}

// W40: writes through a function that flushes.
func finish(bw *bufio.Writer) error {
	bw.WriteByte('\n')
	return bw.Flush()
}

func W40(w io.Writer) error {
	bw := bufio.NewWriter(w)
	bw.WriteString("x")
	return finish(bw)
}

// W41: stored in a local struct with method flush that flushes.
type out struct{ bw *bufio.Writer }

func (o *out) done() error { return o.bw.Flush() }

func W41(w io.Writer) error {
	o := &out{bufio.NewWriter(w)}
	o.bw.WriteString("x")
	return o.done()
}

// W42: same, never flushed.
func W42(w io.Writer) error {
	o := &out{bufio.NewWriter(w)} // want "unclosed/leak"
	_, err := o.bw.WriteString("x")
	return err
}

// W43: used again for each.
func W43(done <-chan struct{}, in <-chan []byte, out func([]byte) error) {
	buf := new(bytes.Buffer)
	zw := gzip.NewWriter(buf)
	for {
		select {
		case b := <-in:
			buf.Reset()
			zw.Reset(buf)
			if _, err := zw.Write(b); err != nil {
				continue
			}
			if err := zw.Close(); err != nil {
				continue
			}
			out(buf.Bytes())
		case <-done:
			return
		}
	}
}
