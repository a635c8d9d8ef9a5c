module example.com/includes

go 1.25.0
