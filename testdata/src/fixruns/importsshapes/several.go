package main

import "errors"
import (
	"fmt"
	"time"
)
import "os"

func several() {
	go say(errors.New("several").Error()) // fix: yes
	fmt.Fprintln(os.Stdout, <-results, time.Duration(1))
}
