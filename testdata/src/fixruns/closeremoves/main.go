// Command closeremoves: a file is closed before it is removed.
package main

import (
	"errors"
	"fmt"
	"os"
)

// want: defer os.Remove(f.Name()) defer f.Close() if _, err := f.WriteString(text)
// want: defer os.Remove(late.Name()) defer late.Close() if _, err := late.WriteString(text)
// want: defer kept.Close() if _, err := kept.WriteString(text)

func edit(text string) error {
	f, err := os.CreateTemp("", "edit") // fix: yes
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if text == "" {
		return errors.New("empty")
	}
	return f.Close()
}

func moved(text string) error {
	late, err := os.CreateTemp("", "moved") // fix: yes
	if err != nil {
		return err
	}
	if _, err := late.WriteString(text); err != nil {
		return err
	}
	defer late.Close()
	defer os.Remove(late.Name())
	_, err = late.Seek(0, 0)
	return err
}

// keep returns the file's name on one path: there it stays.
func keep(text string) (string, error) {
	kept, err := os.CreateTemp("", "kept") // fix: yes
	if err != nil {
		return "", err
	}
	if _, err := kept.WriteString(text); err != nil {
		return "", err
	}
	if text == "keep" {
		return kept.Name(), nil
	}
	defer kept.Close()
	defer os.Remove(kept.Name())
	return "", nil
}

func main() {
	fmt.Println(edit("text"), edit(""), moved("text"))
	name, err := keep("keep")
	text, readErr := os.ReadFile(name)
	fmt.Println(string(text), err, readErr, os.Remove(name))
}
