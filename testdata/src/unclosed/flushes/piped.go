package flushes

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"mime/multipart"
	"sync"
)

// What is launched tells the other end of the pipe that it has failed: nobody needs what is still
// buffered.
func Piped(r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	mw := multipart.NewWriter(pw)
	go func() {
		part, err := mw.CreateFormFile("file", "x")
		if err == nil {
			_, err = io.Copy(part, r)
		}
		if err == nil {
			err = mw.Close()
		}
		pw.CloseWithError(err)
	}()
	return pr
}

func PipedByGroup(w io.Writer, r io.Reader) (err error) {
	var wg sync.WaitGroup
	zw := gzip.NewWriter(w)
	wg.Go(func() {
		if _, cerr := io.Copy(zw, r); cerr != nil {
			err = cerr
			return
		}
		err = zw.Close()
	})
	wg.Wait()
	return err
}

func PipedByName(r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	zw := gzip.NewWriter(pw)
	go compress(pw, zw, r)
	return pr
}

func compress(pw *io.PipeWriter, zw *gzip.Writer, r io.Reader) {
	if _, err := io.Copy(zw, r); err != nil {
		pw.CloseWithError(err)
		return
	}
	pw.CloseWithError(zw.Close())
}

func PipedWithin(r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	zw := gzip.NewWriter(pw)
	go func() { compress(pw, zw, r) }()
	return pr
}

// It never ends the stream.
func PipedOpen(r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	zw := gzip.NewWriter(pw) // want `zw opened by gzip\.NewWriter is not closed when PipedOpen returns at line [0-9]+.*\(unclosed/leak\)`
	go func() {
		_, err := io.Copy(zw, r)
		pw.CloseWithError(err)
	}()
	return pr
}

// The error is asked for where it comes, and the result is none.
func AskedAtOnce(w io.Writer, rows [][]string) bool {
	cw := csv.NewWriter(w)
	for _, row := range rows {
		if cw.Write(row) != nil {
			return false
		}
	}
	cw.Flush()
	return cw.Error() == nil
}

func AskedAtOnceWrongly(w io.Writer, rows [][]string) bool {
	cw := csv.NewWriter(w) // want `cw from csv\.NewWriter is not flushed when AskedAtOnceWrongly returns at line [0-9]+.*\(unclosed/leak\)`
	for _, row := range rows {
		if cw.Write(row) == nil {
			return true
		}
	}
	cw.Flush()
	return false
}
