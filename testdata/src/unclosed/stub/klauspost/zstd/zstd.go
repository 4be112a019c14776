// Package zstd is the part of github.com/klauspost/compress/zstd that the fixtures need.
package zstd

import "io"

type Encoder struct{ w io.Writer }

func (e *Encoder) Close() error                     { return nil }
func (e *Encoder) Write(b []byte) (int, error)      { return 0, nil }
func (e *Encoder) EncodeAll(src, dst []byte) []byte { return dst }

func NewWriter(w io.Writer) (*Encoder, error) { return &Encoder{w}, nil }
