// Command argscomments: a body names the argument instead of the parameter, also where a comment
// stands behind it that nothing is aligned with, and oftener where the parameter's name means
// something else outside.
package main

import (
	"fmt"
	"sync"
)

type broker struct {
	mu  sync.Mutex
	ids []int
}

func (b *broker) open(id int) { b.mu.Lock(); b.ids = append(b.ids, id); b.mu.Unlock() }

func (b *broker) sum() (n int) {
	for _, id := range b.ids {
		n += id
	}
	return n
}

// reject: b := alone
// want: alone.open(1) // nothing beside it
func said(alone *broker) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(b *broker) { // fix: yes
		defer wg.Done()
		b.open(1) // nothing beside it
		b.open(2)
	}(alone)
	wg.Wait()
}

// want: b := beside
func aligned(beside *broker) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(b *broker) { // fix: yes
		defer wg.Done()

		b.open(4)    // one
		b.open(1000) // two
	}(beside)
	wg.Wait()
}

// want: b := often
func oftenSame(often *broker, b *broker) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(b *broker) { // fix: yes
		defer wg.Done()
		b.open(8)
		b.open(8)
		b.open(8)
		b.open(8)
		b.open(8)
		b.open(8)
		b.open(8)
	}(often)
	wg.Wait()
	b.open(9)
}

// reject: b := found
func oftenOther(brokers map[int]*broker) {
	var wg sync.WaitGroup
	for b := range 3 {
		found := brokers[b]
		if found == nil {
			continue
		}
		wg.Add(1)
		go func(b *broker) { // fix: yes
			defer wg.Done()
			b.open(16)
			b.open(16)
			b.open(16)
			b.open(16)
			b.open(16)
			b.open(16)
			b.open(16)
		}(found)
	}
	wg.Wait()
}

func main() {
	one, two := &broker{}, &broker{}
	said(one)
	aligned(one)
	oftenSame(one, two)
	oftenOther(map[int]*broker{1: one, 2: two})
	fmt.Println(one.sum(), two.sum())
}
