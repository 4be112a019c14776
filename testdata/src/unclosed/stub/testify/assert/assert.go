// Package assert is the part of testify's that the fixtures need.
package assert

type TestingT interface {
	Errorf(format string, args ...any)
}

func Error(t TestingT, err error, args ...any) bool   { return true }
func NoError(t TestingT, err error, args ...any) bool { return true }
func Nil(t TestingT, object any, args ...any) bool    { return true }
