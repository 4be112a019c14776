package app

import (
	"fmt"
	"os"
)

// Größe: its column of os.Open differs in bytes, UTF-16 and UTF-32.
func size(name string) (int64, error) {
	/* 𝔸é */ f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func first(name string) (byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	var b [1]byte
	if _, err := f.Read(b[:]); err != nil {
		return 0, err
	}
	return b[0], nil
}

func forever() {
	go func() {
		for {
			fmt.Println("here")
		}
	}()
}
