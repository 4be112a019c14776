// Package lib keeps what it is given.
package lib

import "io"

type Logger struct{ W io.Writer }

func (l *Logger) Redirect(w io.Writer) { l.W = w }

func Attach(l *Logger, w io.Writer) { l.W = w }

var Out io.Writer

func Output(w io.Writer) { Out = w }
