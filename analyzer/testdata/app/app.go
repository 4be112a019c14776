// Package app has something to find.
package app

import (
	"os"

	"example.com/app/task"
)

func Size(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), f.Close()
}

func Start(work func()) {
	go work()
	task.Go(work)
}

func Peek(name string) {
	c := task.Dial(name)
	c.Peek()
}
