// Package fifo is the part of github.com/containerd/fifo that the fixtures need.
package fifo

import (
	"context"
	"io"
	"os"
)

type fifo struct{}

func (f *fifo) Close() error                { return nil }
func (f *fifo) Read(b []byte) (int, error)  { return 0, nil }
func (f *fifo) Write(b []byte) (int, error) { return 0, nil }

func OpenFifo(ctx context.Context, fn string, flag int, perm os.FileMode) (io.ReadWriteCloser, error) {
	return &fifo{}, nil
}
