package main

// Printing.
import f "fmt" // under another name

func single() {
	go say(f.Sprint("single ", 1)) // fix: yes
	f.Println(<-results)
}
