package main

import "fmt"

func other() {
	go say(next()) // fix: yes
	list = "changed"
	fmt.Println(<-results)
}
