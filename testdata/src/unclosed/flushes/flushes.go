// Package flushes has writers that buffer.
package flushes

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
)

func GzipNoClose(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w) // want `zw opened by gzip\.NewWriter is not closed when GzipNoClose returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	_, err := zw.Write(b)
	return err
}

func BufioNoFlush(w io.Writer) {
	bw := bufio.NewWriter(w) // want `bw from bufio\.NewWriter is not flushed when BufioNoFlush returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	fmt.Fprintln(bw, "x")
}

// BufioEarly loses the data on a return without an error.
func BufioEarly(w io.Writer, ok bool) error {
	bw := bufio.NewWriter(w) // want `bw from bufio\.NewWriter is not flushed when BufioEarly returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	fmt.Fprintln(bw, "x")
	if !ok {
		return nil
	}
	return bw.Flush()
}

func CSVNoFlush(w io.Writer, rec []string) error {
	cw := csv.NewWriter(w) // want `cw from csv\.NewWriter is not flushed when CSVNoFlush returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	return cw.Write(rec)
}

func MultipartNoClose() (*bytes.Buffer, error) {
	var b bytes.Buffer
	mw := multipart.NewWriter(&b) // want `mw opened by multipart\.NewWriter is not closed when MultipartNoClose returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	if err := mw.WriteField("a", "b"); err != nil {
		return nil, err
	}
	return &b, nil
}

func GzipFileLeak(path string, b []byte) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when GzipFileLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

func Gzip(w io.Writer, b []byte) error {
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

func GzipDefer(w io.Writer, b []byte) (err error) {
	zw := gzip.NewWriter(w)
	defer func() { err = errors.Join(err, zw.Close()) }()
	_, err = zw.Write(b)
	return err
}

// Bufio owes nothing where it fails.
func Bufio(w io.Writer) error {
	bw := bufio.NewWriter(w)
	for range 3 {
		if _, err := fmt.Fprintln(bw, "x"); err != nil {
			return err
		}
	}
	return bw.Flush()
}

func BufioDefer(w io.Writer) {
	bw := bufio.NewWriter(w)
	defer bw.Flush()
	fmt.Fprintln(bw, "x")
}

func CSV(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w)
	for _, r := range recs {
		if err := cw.Write(r); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

func CSVAll(w io.Writer, recs [][]string) error {
	return csv.NewWriter(w).WriteAll(recs)
}

func TarGz(w io.Writer) error {
	zw := gzip.NewWriter(w)
	tw := tar.NewWriter(zw)
	if err := tw.WriteHeader(&tar.Header{Name: "x"}); err != nil {
		return err
	}
	if err := tw.Close(); err != nil {
		return err
	}
	return zw.Close()
}

type gzWriter struct {
	http.ResponseWriter
	zw *gzip.Writer
}

func (g *gzWriter) Write(b []byte) (int, error) { return g.zw.Write(b) }

// Middleware hides the writer in another.
func Middleware(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		zw := gzip.NewWriter(w)
		defer zw.Close()
		h.ServeHTTP(&gzWriter{w, zw}, r)
	})
}

type out struct {
	f  *os.File
	bw *bufio.Writer
}

func NewOut(path string) (*out, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &out{f, bufio.NewWriter(f)}, nil
}

func (o *out) Close() error { return errors.Join(o.bw.Flush(), o.f.Close()) }

func Fallback(w io.Writer, compress bool) error {
	if compress {
		zw := gzip.NewWriter(w)
		defer zw.Close()
		w = zw
	}
	_, err := fmt.Fprintln(w, "x")
	return err
}

func WriterIface(w io.Writer, compress bool) error {
	var wc io.WriteCloser = nop{w}
	if compress {
		wc = gzip.NewWriter(w)
	}
	if _, err := fmt.Fprintln(wc, "x"); err != nil {
		return err
	}
	return wc.Close()
}

type nop struct{ io.Writer }

func (nop) Close() error { return nil }

func render(w io.Writer) error {
	_, err := fmt.Fprintln(w, "x")
	return err
}

func flushAll(ws ...*bufio.Writer) (err error) {
	for _, w := range ws {
		err = errors.Join(err, w.Flush())
	}
	return err
}

func FlushAll(a, b io.Writer) error {
	wa, wb := bufio.NewWriter(a), bufio.NewWriter(b)
	fmt.Fprintln(wa, "x")
	fmt.Fprintln(wb, "x")
	return flushAll(wa, wb)
}

func compressed(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

func Compressed(w io.Writer, b []byte) error {
	zw := compressed(w) // want `zw opened by flushes\.compressed is not closed when Compressed returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	_, err := zw.Write(b)
	return err
}

func CompressedFails(w io.Writer, b []byte) error {
	zw := compressed(w)
	if _, err := zw.Write(b); err != nil {
		return err
	}
	return zw.Close()
}

// A sticky has the error of what was written before.
type sticky struct {
	w   *bufio.Writer
	err error
}

func (s *sticky) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
	}
}

func (s *sticky) flush() {
	if s.err != nil {
		return
	}
	s.err = s.w.Flush()
}

func Sticky(w io.Writer, b []byte) error {
	s := &sticky{w: bufio.NewWriter(w)}
	s.write(b)
	s.flush()
	return s.err
}

func StickyNoFlush(w io.Writer, b []byte) error {
	s := &sticky{w: bufio.NewWriter(w)} // want `the result of bufio\.NewWriter is not flushed when StickyNoFlush returns at line [0-9]+.*its buffered data is lost.*\(unclosed/leak\)`
	s.write(b)
	return s.err
}

// TarFlushed leaves out the end of the archive, and nothing of what is in it.
func TarFlushed(w io.Writer, b []byte) error {
	tw := tar.NewWriter(w)
	if err := tw.WriteHeader(&tar.Header{Name: "x", Size: int64(len(b))}); err != nil {
		return err
	}
	if _, err := tw.Write(b); err != nil {
		return err
	}
	return tw.Flush()
}

func TarNoClose(w io.Writer, b []byte) error {
	tw := tar.NewWriter(w) // want `tw opened by tar\.NewWriter is not closed when TarNoClose returns at line [0-9]+: the last file is not filled up, and the archive has no end.*\(unclosed/leak\)`
	if err := tw.WriteHeader(&tar.Header{Name: "x", Size: int64(len(b))}); err != nil {
		return err
	}
	_, err := tw.Write(b)
	return err
}

// GzipLevel asks whether there is such a level: nothing is written, so nothing is lost.
func GzipLevel(level int) error {
	if _, err := gzip.NewWriterLevel(io.Discard, level); err != nil {
		return fmt.Errorf("no level: %w", err)
	}
	return nil
}
