module example.com/tour/service

go 1.25
