// Package b2 is the part of github.com/Backblaze/blazer/b2 that the fixtures need.
package b2

import "context"

type Object struct{}

type Reader struct{ o *Object }

func (r *Reader) Close() error               { return nil }
func (r *Reader) Read(b []byte) (int, error) { return 0, nil }

type Writer struct{ o *Object }

func (w *Writer) Close() error                { return nil }
func (w *Writer) Write(b []byte) (int, error) { return 0, nil }

func (o *Object) NewReader(ctx context.Context) *Reader { return &Reader{o} }
func (o *Object) NewRangeReader(ctx context.Context, offset, length int64) *Reader {
	return &Reader{o}
}
func (o *Object) NewWriter(ctx context.Context) *Writer { return &Writer{o} }
